// Ranges of hashed partition keys. There is one physical partition; a client may ask for a part of it by the bounds of the hash.
// Nobody computes hashes on the client's side here, so any even one will do: not the service's, but as long, and within its bounds.
const { createHash } = require("node:crypto");

function hashOf(partition) {
  const hash = createHash("md5").update(partition).digest();
  hash[0] &= 0x3f;
  return hash.toString("hex").toUpperCase();
}

/** Whether a partition lies in the range that a request asks for; all do when it asks for none. */
function requestedRange(req) {
  const [from, before] = [req.headers["x-ms-start-epk"] || "", req.headers["x-ms-end-epk"] || "FF"];
  if (!/^EffectivePartitionKeyRange$/i.test(req.headers["x-ms-read-key-type"] || "")) return () => true;
  return (partition) => {
    const hash = hashOf(partition);
    return hash >= from && hash < before;
  };
}

module.exports = { requestedRange };
