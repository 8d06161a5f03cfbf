// Written from Containers in Focusflow.Core (see BicepContainersTests); do not edit.
// Indexed is what queries sort or filter by, and the partition key where it is not the id; every other path costs
// nothing to write. compositePaths find the few open ones among many. documentsExpire switches expiry on, for documents that carry a ttl of their own.
@export()
var containers = [
  {
    name: 'userdata'
    partitionKey: '/userId'
    documentsExpire: true
    indexedPaths: [
      '/userId/?'
      '/kind/?'
      '/createdAt/?'
      '/updatedAt/?'
      '/titleKey/?'
      '/priorityRank/?'
      '/dueFirst/?'
      '/reminderDue/?'
      '/agendaUntil/?'
      '/seriesId/?'
      '/madeAt/?'
      '/startedAt/?'
      '/day/?'
      '/taskId/?'
      '/dueAt/?'
      '/breakDue/?'
      '/departingSince/?'
      '/completed/?'
      '/priority/?'
      '/tagKeys/[]/?'
      '/title/?'
      '/description/?'
      '/searchKey/?'
      '/read/?'
      '/logType/?'
      '/agendaFrom/?'
    ]
    compositePaths: [
      ['/userId', '/kind', '/completed', '/dueFirst']
    ]
  }
  {
    name: 'identities'
    partitionKey: '/id'
    documentsExpire: true
    indexedPaths: [
      '/kind/?'
      '/userId/?'
    ]
    compositePaths: [
    ]
  }
  {
    name: 'challenges'
    partitionKey: '/catalogue'
    documentsExpire: false
    indexedPaths: [
      '/catalogue/?'
      '/kind/?'
    ]
    compositePaths: [
    ]
  }
  {
    name: 'leaderboards'
    partitionKey: '/board'
    documentsExpire: true
    indexedPaths: [
      '/board/?'
      '/kind/?'
      '/order/?'
      '/joinOrder/?'
      '/shard/?'
      '/joinedIds/[]/?'
    ]
    compositePaths: [
    ]
  }
  {
    name: 'system'
    partitionKey: '/id'
    documentsExpire: true
    indexedPaths: [
      '/kind/?'
    ]
    compositePaths: [
    ]
  }
  {
    name: 'followers'
    partitionKey: '/follower'
    documentsExpire: false
    indexedPaths: [
      '/follower/?'
      '/kind/?'
    ]
    compositePaths: [
    ]
  }
]
