// What the service does not have: requests that control the emulator in tests.
//   POST /_emulator/clock    {"advance": 60}                                   moves the clock forward, in seconds
//   POST /_emulator/refusals {"status": 429, "count": 3, "retryAfter": 20}     refuses the next requests for documents
//   POST /_emulator/losses   {"count": 1, "carriedOut": true, "delay": 150}    loses the answers of the next writes, delays everything
const { readBody } = require("./answers");
const { advance } = require("./clock");
const { lose } = require("./losses");
const { refuse } = require("./refusals");

async function control(req, res) {
  const body = JSON.parse((await readBody(req)).toString() || "{}");
  if (req.url === "/_emulator/clock") advance(body.advance);
  else if (req.url === "/_emulator/refusals") refuse(body);
  else if (req.url === "/_emulator/losses") lose(body);
  else res.statusCode = 404;
  res.end();
}

module.exports = { control };
