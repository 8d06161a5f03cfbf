// Lets tests see how a client takes it when the service refuses requests for documents, as it does when throttled (429).
const { randomUUID } = require("node:crypto");

let refusal = { count: 0 };

/** Refuses the next `count` requests for documents with a status, asking to come back after some milliseconds. */
function refuse({ status, count, retryAfter }) {
  refusal = { status, count, retryAfter };
}

/** Refuses a request if it is its turn; answers whether it did. */
function takeRefusal(req, res) {
  if (refusal.count === 0 || !/\/docs(\/|$)/.test(req.url)) return false;
  refusal.count -= 1;
  req.resume();
  const headers = { "content-type": "application/json", "x-ms-activity-id": randomUUID(), "x-ms-request-charge": "0.5" };
  if (refusal.retryAfter !== undefined) headers["x-ms-retry-after-ms"] = String(refusal.retryAfter);
  res.writeHead(refusal.status, headers);
  res.end(JSON.stringify({ code: "Refused", message: "Refused, as was asked." }));
  return true;
}

module.exports = { refuse, takeRefusal };
