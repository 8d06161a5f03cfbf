targetScope = 'subscription'

metadata description = 'Focusflow in one resource group: function app, storage, Cosmos DB, Key Vault, monitoring.'

@minLength(1)
@maxLength(40)
@description('Names the resource group and, hashed, everything in it.')
param environmentName string

@minLength(1)
@description('A region that offers Flex Consumption and Cosmos DB serverless.')
param location string

@description('Origins of the frontends that may call the API with credentials, such as https://app.example.com.')
param corsOrigins string[] = []

@description('Where alerts and budget notices go; empty for nowhere.')
param alertEmail string = ''

@minValue(0)
@description('Monthly budget in the currency of the subscription; 0 for none.')
param monthlyBudget int = 0

@description('First month of the budget. Azure refuses to change it later.')
param budgetStartDate string = utcNow('yyyy-MM-01')

@minValue(1)
@maxValue(1000)
@description('How many instances the app may scale out to: the ceiling of the bill.')
param maximumInstances int = 40

@allowed([512, 2048, 4096])
@description('Memory of an instance, and with it its share of a core and its price. docs/costs.md says what the app needs.')
param instanceMemoryMB int = 512

@minValue(1)
@maxValue(1000)
@description('Requests that one instance takes at a time. Streams of notifications sleep in theirs: 200 of them and 50 that work.')
param requestsPerInstance int = 250

@minValue(0)
@description('Instances kept warm for durable functions. 0 costs nothing; 1 makes timers punctual while nothing else happens.')
param durableAlwaysReady int = 0

@description('Issuer of accepted external OpenID Connect tokens; empty for none.')
param externalAuthority string = ''

@description('Audience that external tokens must name.')
param externalAudience string = ''

@description('SMTP server that mail is sent by, such as smtp.azurecomm.net; empty for none.')
param mailHost string = ''

@description('Port of the mail server; 587 upgrades to TLS by STARTTLS.')
param mailPort int = 587

@description('Whom mail comes from, such as Focusflow <hello@example.com>.')
param mailFrom string = ''

@description('User to sign in to the mail server as; empty for nobody.')
param mailUser string = ''

@secure()
@description('Password of that user. Kept in Key Vault; pass it when it changes, else leave it out.')
param mailPassword string = ''

@description('Where the frontend is, for links in mails.')
param frontendUrl string = ''

@description('Whether a deleted Key Vault is kept against everybody for its retention time. Cannot be taken back.')
param purgeProtection bool = false

@secure()
@description('Becomes the signing key on the first deployment and is thrown away on all later ones. Never pass it.')
param signingKeySeed string = '${newGuid()}${newGuid()}'

@secure()
@description('Becomes the key of pushes, likewise. Never pass it.')
param pushKeySeed string = '${newGuid()}${newGuid()}'

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-focusflow-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-focusflow-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    principalId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'stfocusflow${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module cosmos 'modules/cosmos.bicep' = {
  scope: group
  params: {
    name: 'cosmos-focusflow-${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    purgeProtection: purgeProtection
    signingKeySeed: signingKeySeed
    pushKeySeed: pushKeySeed
    mailPassword: mailPassword
    hasMailUser: !empty(mailUser)
  }
}

module api 'modules/function-app.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    blobEndpoint: storage.outputs.blobEndpoint
    queueEndpoint: storage.outputs.queueEndpoint
    tableEndpoint: storage.outputs.tableEndpoint
    deploymentContainer: storage.outputs.deploymentContainer
    cosmosEndpoint: cosmos.outputs.endpoint
    cosmosDatabase: cosmos.outputs.database
    signingKeyUri: vault.outputs.signingKeyUri
    pushKeyUri: vault.outputs.pushKeyUri
    mailHost: mailHost
    mailPort: mailPort
    mailFrom: mailFrom
    mailUser: mailUser
    mailCredentialUri: vault.outputs.mailCredentialUri
    frontendUrl: frontendUrl
    insightsConnectionString: monitoring.outputs.insightsConnectionString
    workspaceId: monitoring.outputs.workspaceId
    corsOrigins: corsOrigins
    externalAuthority: externalAuthority
    externalAudience: externalAudience
    maximumInstances: maximumInstances
    instanceMemoryMB: instanceMemoryMB
    requestsPerInstance: requestsPerInstance
    durableAlwaysReady: durableAlwaysReady
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    cosmosId: cosmos.outputs.id
    email: alertEmail
  }
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0) {
  scope: group
  params: {
    amount: monthlyBudget
    startDate: budgetStartDate
    email: alertEmail
  }
}

// What azd keeps in its environment and the workflow prints.
output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output SERVICE_API_NAME string = api.outputs.name
output SERVICE_API_URI string = api.outputs.uri
output COSMOS_ENDPOINT string = cosmos.outputs.endpoint
output KEY_VAULT_NAME string = vault.outputs.name
