// Shows what is pushed, and opens what it is about. The tag makes one notification of what tells the same thing again.
self.addEventListener('push', (event) => {
  const told = event.data.json();
  event.waitUntil(self.registration.showNotification(told.title, { body: told.message, tag: told.tag, data: told.data }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.task_id ? `./?task=${event.notification.data.task_id}` : './'));
});
