// Create, read, replace and delete of one document, with the status codes of the service.
const { load, replaceHandler } = require("./package");
const { badRequest, fail, findContainer, notFound, readBody } = require("./answers");
const { keyOf, pathsOf, requestedKey } = require("./partitions");

const operations = load("handler/_document-operations");
const MAX_BYTES = 2 * 1024 * 1024;

/** What the service demands of a document before it looks at what is stored; a failure to answer, or undefined. */
function checkDocument(res, container, body, doc, key) {
  if (body.length > MAX_BYTES) return fail(res, 413, "RequestEntityTooLarge", "Request size is too large");
  if (typeof doc.id !== "string" || !doc.id) return badRequest(res, "The required properties - 'id; ' - are missing");
  if (Buffer.byteLength(doc.id) > 1023) return badRequest(res, "The id is too long");
  if (/[/\\?#]/.test(doc.id)) return badRequest(res, "The id holds a character that it may not");
  if (keyOf(doc, pathsOf(container)) !== key) {
    return badRequest(res, "PartitionKey extracted from document doesn't match the one specified in the header.", 1001);
  }
  return undefined;
}

function answer(req, res, result) {
  res.statusCode = result.statusCode;
  if (result.statusCode < 300 && result.body && /return=minimal/i.test(req.headers.prefer || "")) {
    res.setHeader("etag", result.body._etag);
    return undefined;
  }
  return result.body;
}

async function write(account, req, res, params, operate) {
  const body = await readBody(req);
  const container = findContainer(account, res, params);
  if (!container) return { message: "Owner resource does not exist" };
  const doc = JSON.parse(body);
  const key = requestedKey(req);
  return checkDocument(res, container, body, doc, key) || answer(req, res, operate(container, doc, key));
}

replaceHandler("create-document", (account, req, res, params) =>
  write(account, req, res, params, (container, doc) => operations.createOperation(container, { resourceBody: doc })));

replaceHandler("replace-document", (account, req, res, params) =>
  write(account, req, res, params, (container, doc, partitionKey) =>
    operations.replaceOperation(container, { resourceBody: doc, partitionKey, ifMatch: req.headers["if-match"] })));

replaceHandler("delete-document", (account, req, res, params) => {
  const container = findContainer(account, res, params);
  if (!container) return { message: "Owner resource does not exist" };
  return answer(req, res, operations.deleteOperation(container, {
    id: params.docId,
    partitionKey: requestedKey(req),
    ifMatch: req.headers["if-match"],
  }));
});

replaceHandler("read-document", (account, req, res, params) => {
  const container = findContainer(account, res, params);
  if (!container) return { message: "Owner resource does not exist" };
  const doc = container.document(params.docId, requestedKey(req)).read();
  if (!doc) return notFound(res);
  if (req.headers["if-none-match"] !== doc._etag) return doc;
  res.statusCode = 304;
  res.setHeader("etag", doc._etag);
  return undefined;
});

module.exports = { MAX_BYTES };
