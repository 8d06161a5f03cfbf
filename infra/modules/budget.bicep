metadata description = 'A monthly budget on the resource group, with notices at 80 % spent and at 100 % forecast.'

param amount int
param startDate string
param email string

// A budget refuses a new start date, and the start date must lie in the current month: so it is made once. To change the
// amount, delete it and deploy again.
@onlyIfNotExists()
resource budget 'Microsoft.Consumption/budgets@2026-06-01' = {
  name: 'focusflow-monthly'
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: startDate }
    notifications: empty(email)
      ? {}
      : {
          spent: {
            enabled: true
            operator: 'GreaterThan'
            threshold: 80
            thresholdType: 'Actual'
            contactEmails: [email]
          }
          forecast: {
            enabled: true
            operator: 'GreaterThan'
            threshold: 100
            thresholdType: 'Forecasted'
            contactEmails: [email]
          }
        }
  }
}
