// What several requests answer, and how they read their headers and bodies.

function fail(res, status, code, message, subStatus) {
  res.statusCode = status;
  if (subStatus) res.setHeader("x-ms-substatus", String(subStatus));
  return { code, message };
}

const notFound = (res) => fail(res, 404, "NotFound", "Resource Not Found.");
const badRequest = (res, message, subStatus) => fail(res, 400, "BadRequest", message, subStatus);

/** The container of a request, without its expired documents; or undefined after answering that there is none. */
function findContainer(account, res, { dbId, collId }) {
  const container = account.database(dbId).collection(collId);
  if (container.read()) {
    container.documents.purge();
    return container;
  }
  fail(res, 404, "NotFound", "Owner resource does not exist", 1003);
  return undefined;
}

async function readBody(req) {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const isTrue = (req, header) => /^true$/i.test(req.headers[header] || "");

module.exports = { badRequest, fail, findContainer, isTrue, notFound, readBody };
