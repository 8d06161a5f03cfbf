using './main.bicep'

// azd fills these from its environment; `az deployment sub ...` reads them from the shell's.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')

// Comma-separated; none by default, so that a new environment is closed to browsers until somebody opens it.
param corsOrigins = filter(split(readEnvironmentVariable('CORS_ORIGINS', ''), ','), origin => !empty(origin))

param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param monthlyBudget = int(readEnvironmentVariable('MONTHLY_BUDGET', '0'))
param mailHost = readEnvironmentVariable('MAIL_HOST', '')
param mailFrom = readEnvironmentVariable('MAIL_FROM', '')
param mailUser = readEnvironmentVariable('MAIL_USER', '')
param mailPassword = readEnvironmentVariable('MAIL_PASSWORD', '')
param frontendUrl = readEnvironmentVariable('FRONTEND_URL', '')
param externalAuthority = readEnvironmentVariable('EXTERNAL_AUTHORITY', '')
param externalAudience = readEnvironmentVariable('EXTERNAL_AUDIENCE', '')
