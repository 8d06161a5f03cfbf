metadata description = 'The function app on Flex Consumption, running the package in the deployment container as its identity.'

param token string
param location string
param tags { *: string }
param identityId string
param identityClientId string
param blobEndpoint string
param queueEndpoint string
param tableEndpoint string
param deploymentContainer string
param cosmosEndpoint string
param cosmosDatabase string
param signingKeyUri string
param pushKeyUri string
param mailHost string
param mailPort int
param mailFrom string
param mailUser string
param mailCredentialUri string
param frontendUrl string
param insightsConnectionString string
param workspaceId string
param corsOrigins string[]
param externalAuthority string
param externalAudience string
param maximumInstances int
param instanceMemoryMB int
param requestsPerInstance int
param durableAlwaysReady int

var name = 'func-focusflow-${token}'

// Flex Consumption takes the runtime from functionAppConfig and refuses FUNCTIONS_WORKER_RUNTIME and its like.
var settings = {
  AzureWebJobsStorage__blobServiceUri: blobEndpoint
  AzureWebJobsStorage__queueServiceUri: queueEndpoint
  AzureWebJobsStorage__tableServiceUri: tableEndpoint
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  // Tells DefaultAzureCredential which identity to use.
  AZURE_CLIENT_ID: identityClientId
  // Else GET / is a page of 150 KB that says the app is running, to whoever knocks.
  AzureWebJobsDisableHomepage: 'true'
  Focusflow__Auth__SigningKey: '@Microsoft.KeyVault(SecretUri=${signingKeyUri})'
  Focusflow__Push__Key: '@Microsoft.KeyVault(SecretUri=${pushKeyUri})'
  Focusflow__Cosmos__Endpoint: cosmosEndpoint
  Focusflow__Cosmos__Database: cosmosDatabase
  // Azure's front end sets the client's address; nobody reaches the app around it.
  Focusflow__RateLimit__TrustClientIp: 'true'

  // How often the leaderboard catches up; each time is billed for a second at least (docs/costs.md). A plain name: host and
  // scale controller do not agree on nested ones in triggers.
  LeaderboardSchedule: '0 * * * * *'
  // The host lets only warnings through to Application Insights; so the worker need not send it more.
  Logging__LogLevel__Default: 'Warning'
}
var externalSettings = {
  Focusflow__Auth__External__Authority: externalAuthority
  Focusflow__Auth__External__Audience: externalAudience
}
var mailSettings = {
  Focusflow__Mail__Host: mailHost
  Focusflow__Mail__Port: string(mailPort)
  Focusflow__Mail__From: mailFrom
}
var mailUserSettings = {
  Focusflow__Mail__User: mailUser
  Focusflow__Mail__Password: '@Microsoft.KeyVault(SecretUri=${mailCredentialUri})'
}
var allSettings = union(
  settings,
  empty(externalAuthority) ? {} : externalSettings,
  empty(mailHost) ? {} : mailSettings,
  empty(mailHost) || empty(mailUser) ? {} : mailUserSettings,
  empty(frontendUrl) ? {} : { Focusflow__FrontendUrl: frontendUrl }
)

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-focusflow-${token}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    tier: 'FlexConsumption'
    name: 'FC1'
  }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${blobEndpoint}${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstances
        instanceMemoryMB: instanceMemoryMB
        // The default goes by memory (16 for 2 GB), and each open stream is a request: an instance for every 16 pages.
        triggers: {
          http: { perInstanceConcurrency: requestsPerInstance }
        }
        alwaysReady: durableAlwaysReady == 0
          ? []
          : [
              {
                name: 'durable'
                instanceCount: durableAlwaysReady
              }
            ]
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      appSettings: [
        for setting in items(allSettings): {
          name: setting.key
          value: setting.value
        }
      ]
      // The frontends send credentials, which browsers allow only for origins that are named.
      cors: {
        allowedOrigins: corsOrigins
        supportCredentials: !contains(corsOrigins, '*')
      }
    }
  }
}

// Deployments sign in with Entra ID; passwords for FTP and Kudu are off.
resource ftp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: site
  name: 'ftp'
  properties: { allow: false }
}

resource scm 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: site
  name: 'scm'
  properties: { allow: false }
}

// What the host says before Application Insights listens, such as why it does not start.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: site
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'FunctionAppLogs'
        enabled: true
      }
    ]
  }
}

output name string = site.name
output uri string = 'https://${site.properties.defaultHostName}/api'
