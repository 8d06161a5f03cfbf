// Transactional batches: all operations or none.
const { load, replaceHandler } = require("./package");
const { badRequest, findContainer, readBody } = require("./answers");
const { readOperations, writeResults } = require("./hybrid-row");
const { MAX_BYTES } = require("./item-requests");
const { keyOf, pathsOf, requestedKey } = require("./partitions");

const operations = load("handler/_document-operations");
const MAX_OPERATIONS = 100;

function execute(container, partitionKey, { operation, id, body, ifMatch }) {
  if (operation === "delete") return operations.deleteOperation(container, { id, partitionKey, ifMatch });
  if (operation === "read") return operations.readOperation(container, { id, partitionKey });

  const doc = JSON.parse(body);
  if (keyOf(doc, pathsOf(container)) !== partitionKey) return { statusCode: 400 };
  if (operation === "create") return operations.createOperation(container, { resourceBody: doc });
  if (operation === "replace") return operations.replaceOperation(container, { resourceBody: doc, partitionKey, ifMatch });
  return { statusCode: 400 };
}

replaceHandler("batch-documents", async (account, req, res, params) => {
  const body = await readBody(req);
  const container = findContainer(account, res, params);
  if (!container) return { message: "Owner resource does not exist" };
  const batch = readOperations(body);
  if (batch.length > MAX_OPERATIONS) return badRequest(res, "Batch request has more operations than what is supported.");
  if (body.length > MAX_BYTES) return badRequest(res, "Batch request is too large.");

  const partitionKey = requestedKey(req);
  let results = [];
  let failed = -1;
  container.documents.transact(() => {
    for (const [i, operation] of batch.entries()) {
      const result = execute(container, partitionKey, operation);
      results.push({
        statusCode: result.statusCode,
        etag: result.body && result.body._etag,
        body: operation.minimal ? undefined : result.body,
      });
      if (result.statusCode >= 400) {
        failed = i;
        return false;
      }
    }
    return true;
  });

  // The one that failed says why, all others that they depended on it.
  if (failed >= 0) {
    const why = results[failed].statusCode;
    results = batch.map((_, i) => ({ statusCode: i === failed ? why : 424 }));
  }
  res.statusCode = failed >= 0 ? 207 : 200;
  return answerWith(res, writeResults(results));
});

// The package ends every answer with JSON; this one is binary.
function answerWith(res, bytes) {
  const end = res.end.bind(res);
  res.end = () => end(bytes);
  return {};
}
