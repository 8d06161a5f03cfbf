const assert = require("node:assert");
const { test } = require("node:test");
const { crc32 } = require("node:zlib");
const { readOperations, writeResults } = require("../lib/hybrid-row");

const int32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};
const text = (value) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);

function batch(...rows) {
  const records = rows.flatMap((row) => [Buffer.from("81f1d8ff7f", "hex"), int32(row.length), int32(crc32(row)), row]);
  return Buffer.concat([Buffer.from("81f0d8ff7f010a000000", "hex"), ...records]);
}

test("operations are read with their fields and options", () => {
  const row = Buffer.concat([
    Buffer.from("817054e17f", "hex"),
    Buffer.from([1 | 2 | 16 | 64]), int32(5), int32(2), text("t1"), text('{"id":"t1"}'),
    Buffer.from([20, 9]), text('"etag"'), Buffer.from([3, 12]),
  ]);

  assert.deepStrictEqual(readOperations(batch(row)), [
    { operation: "replace", id: "t1", body: '{"id":"t1"}', ifMatch: '"etag"', minimal: true },
  ]);
});

test("a damaged record is refused", () => {
  const bytes = batch(Buffer.concat([Buffer.from("817054e17f", "hex"), Buffer.from([1]), int32(0)]));
  bytes[bytes.length - 1] ^= 1;
  assert.throws(() => readOperations(bytes), /damaged/);
});

test("results are framed with their length and checksum", () => {
  const bytes = writeResults([{ statusCode: 201, etag: '"e"' }, { statusCode: 424 }]);
  const lengths = [];
  for (let at = 10; at < bytes.length; at += 13 + lengths.at(-1)) {
    lengths.push(bytes.readInt32LE(at + 5));
    assert.strictEqual(crc32(bytes.subarray(at + 13, at + 13 + lengths.at(-1))), bytes.readUInt32LE(at + 9));
  }
  assert.deepStrictEqual(lengths, [5 + 9 + 4 + 10, 5 + 9 + 10]);
});
