metadata description = 'What is worth waking somebody for: answers of 5xx, failed orchestrations, documents set aside, Cosmos DB refusing work.'

param token string
param location string
param tags { *: string }
param workspaceId string
param cosmosId string
param email string

var actionGroups = empty(email) ? [] : [operators.id]

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-focusflow-${token}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'focusflow'
    enabled: true
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

// Requests may be sampled; ItemCount says for how many each row stands. Functions that nobody called over HTTP have the
// code 0. A 404 or 409 is no failure, whatever Success says. Below 20 requests a share means nothing.
var serverErrors = '''
AppRequests
| extend Code = toint(ResultCode)
| summarize Total = sum(ItemCount), Failed = sumif(ItemCount, Code >= 500 or (Code == 0 and Success == false))
| where Total >= 20 and 100.0 * Failed / Total > 2
'''

// Durable Functions logs every orchestration that ends in failure, once, outside replays.
var failedOrchestrations = '''
AppTraces
| where SeverityLevel >= 3
| where tostring(Properties.prop__functionType) == 'Orchestrator' and tostring(Properties.prop__state) == 'Failed'
'''

// One malformed document stops nobody else, but its owner waits until somebody looks at it.
var setAside = '''
AppTraces
| where SeverityLevel >= 3
| where Message contains 'set aside a document of kind'
'''

var queryAlerts = [
  {
    name: 'server-errors'
    title: 'More than 2 % of requests failed (5xx)'
    query: serverErrors
    severity: 1
  }
  {
    name: 'failed-orchestrations'
    title: 'Orchestrations failed'
    query: failedOrchestrations
    severity: 2
  }
  {
    name: 'documents-set-aside'
    title: 'Malformed documents were set aside'
    query: setAside
    severity: 2
  }
]

resource queries 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in queryAlerts: {
    name: 'alert-${alert.name}-${token}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Focusflow: ${alert.title}'
      severity: alert.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      // The tables appear with the first telemetry.
      skipQueryValidation: true
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: { actionGroups: actionGroups }
    }
  }
]

resource throttling 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'alert-throttling-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Focusflow: Cosmos DB answered 429 more than 50 times in 5 minutes'
    severity: 2
    enabled: true
    scopes: [cosmosId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'throttled'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.DocumentDB/databaseAccounts'
          metricName: 'TotalRequests'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 50
          dimensions: [
            {
              name: 'StatusCode'
              operator: 'Include'
              values: ['429']
            }
          ]
        }
      ]
    }
    actions: map(actionGroups, id => { actionGroupId: id })
  }
}
