import { roles } from 'roles.bicep'

metadata description = 'Key Vault with the key that signs access tokens and the one of pushes. Both are made here, once, and no template reads them back.'

@minLength(3)
@maxLength(24)
param name string
param location string
param tags { *: string }
param principalId string
param workspaceId string
param purgeProtection bool

@secure()
param signingKeySeed string

@secure()
param pushKeySeed string

param hasMailUser bool

@secure()
param mailPassword string

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    // Azure refuses an explicit false.
    enablePurgeProtection: purgeProtection ? true : null
    publicNetworkAccess: 'Enabled'
  }
}

// Written on the first deployment only, so that a later one signs nobody out. Rotation is a new version of the secret.
@onlyIfNotExists()
resource signingKey 'Microsoft.KeyVault/vaults/secrets@2026-02-01' = {
  parent: vault
  name: 'auth-signing-key'
  properties: {
    contentType: 'base64, HMAC-SHA256'
    // Two version 4 GUIDs without dashes: 64 bytes that hold 244 random bits.
    value: base64(replace(signingKeySeed, '-', ''))
  }
}

// As the signing key: with another one every browser would have to subscribe anew. The app makes its pair of keys of it.
@onlyIfNotExists()
resource pushKey 'Microsoft.KeyVault/vaults/secrets@2026-02-01' = {
  parent: vault
  name: 'push-key'
  properties: {
    contentType: 'base64, of which the app derives its VAPID keys'
    value: base64(replace(pushKeySeed, '-', ''))
  }
}

// Written when a deployment brings a password along; one that does not leaves the secret as it is.
resource mailSecret 'Microsoft.KeyVault/vaults/secrets@2026-02-01' = if (!empty(mailPassword)) {
  parent: vault
  name: 'mail-password'
  properties: {
    contentType: 'text/plain'
    value: mailPassword
  }
}

resource mailReader 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(mailPassword)) {
  name: guid(vault.id, 'mail-password', principalId, roles.keyVaultSecretsUser)
  scope: mailSecret
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource pushReader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(pushKey.id, principalId, roles.keyVaultSecretsUser)
  scope: pushKey
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

// On the secret, not on the vault.
resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(signingKey.id, principalId, roles.keyVaultSecretsUser)
  scope: signingKey
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

output name string = vault.name
// The address without a version, so that the app follows a rotation. It is no secret.
output mailCredentialUri string = hasMailUser ? '${vault.properties.vaultUri}secrets/mail-password' : ''
output pushKeyUri string = '${vault.properties.vaultUri}secrets/${pushKey.name}'
output signingKeyUri string = '${vault.properties.vaultUri}secrets/${signingKey.name}'
