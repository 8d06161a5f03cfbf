// The .NET SDK sends and expects transactional batches as HybridRow records in RecordIO framing, not as JSON:
//
//   segment header row, then for each record: a header row with length and CRC-32 of the body, and the body row.
//
// Every row starts with a version byte and the number of its schema (5 bytes together). A batch operation and its result
// have a byte that tells which fields are present, those fields, and then "sparse" fields with a type and a token each.
// Schemas: Microsoft.Azure.Cosmos, BatchSchemaProvider.
const { crc32 } = require("node:zlib");

const ROW_HEADER = 5;
const RECORD_HEADER = 13;
const SEGMENT = Buffer.from("81f0d8ff7f010a000000", "hex");
const RECORD = Buffer.from("81f1d8ff7f", "hex");
const RESULT = Buffer.from("817154e17f", "hex");
const TYPE = { FALSE: 2, TRUE: 3, INT32: 7, FLOAT64: 16, UTF8: 20 };
const OPERATIONS = { 0: "create", 2: "read", 4: "delete", 5: "replace", 20: "upsert" };
const OPTIONS = { 8: "indexingDirective", 9: "ifMatch", 10: "ifNoneMatch", 11: "timeToLive", 12: "minimal" };
const RESULT_CHARGE = 6;

class Reader {
  constructor(bytes, at, end) {
    Object.assign(this, { bytes, at, end });
  }

  byte() {
    return this.bytes[this.at++];
  }

  int32() {
    this.at += 4;
    return this.bytes.readInt32LE(this.at - 4);
  }

  varint() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const next = this.byte();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) return value >>> 0;
    }
  }

  text() {
    const length = this.varint();
    this.at += length;
    return this.bytes.toString("utf8", this.at - length, this.at);
  }

  sparse() {
    const type = this.byte();
    const name = OPTIONS[this.varint()];
    switch (type) {
      case TYPE.FALSE:
      case TYPE.TRUE:
        return [name, type === TYPE.TRUE];
      case TYPE.INT32:
        return [name, this.int32()];
      case TYPE.UTF8:
        return [name, this.text()];
      default:
        throw new Error(`Unknown HybridRow type ${type}`);
    }
  }
}

/** The operations of a batch: [{ operation, id, body, ifMatch, minimal, ... }]. */
function readOperations(bytes) {
  const operations = [];
  let at = bytes.readInt32LE(ROW_HEADER + 1); // the segment header says its own length
  while (at < bytes.length) {
    const length = bytes.readInt32LE(at + ROW_HEADER);
    const sum = bytes.readUInt32LE(at + ROW_HEADER + 4);
    at += RECORD_HEADER;
    if (crc32(bytes.subarray(at, at + length)) !== sum) throw new Error("A record of the batch is damaged");
    operations.push(readOperation(new Reader(bytes, at + ROW_HEADER, at + length)));
    at += length;
  }
  return operations;
}

function readOperation(reader) {
  const present = reader.byte();
  const operation = {};
  if (present & 1) operation.operation = OPERATIONS[reader.int32()];
  if (present & 2) reader.int32(); // the kind of resource: always a document
  for (const [bit, name] of [[4, "partitionKey"], [8, "effectiveKey"], [16, "id"], [32, "binaryId"], [64, "body"]]) {
    if (present & bit) operation[name] = reader.text();
  }
  while (reader.at < reader.end) {
    const [name, value] = reader.sparse();
    operation[name] = value;
  }
  return operation;
}

/** The answer to a batch: [{ statusCode, etag, body }] with the body as an object. */
function writeResults(results) {
  return Buffer.concat([SEGMENT, ...results.flatMap((result) => {
    const row = writeResult(result);
    const header = Buffer.alloc(8);
    header.writeInt32LE(row.length, 0);
    header.writeUInt32LE(crc32(row), 4);
    return [RECORD, header, row];
  })]);
}

function writeResult({ statusCode, etag, body }) {
  const status = Buffer.alloc(9);
  status.writeUInt8(1 | 2 | (etag ? 4 : 0) | (body ? 8 : 0), 0);
  status.writeInt32LE(statusCode, 1); // followed by the sub-status, 0
  const charge = Buffer.alloc(8);
  charge.writeDoubleLE(1);
  return Buffer.concat([
    RESULT,
    status,
    etag ? text(etag) : Buffer.alloc(0),
    body ? text(JSON.stringify(body)) : Buffer.alloc(0),
    Buffer.from([TYPE.FLOAT64, RESULT_CHARGE]),
    charge,
  ]);
}

function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(bytes.length), bytes]);
}

function varint(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}

module.exports = { readOperations, writeResults };
