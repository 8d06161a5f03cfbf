// The emulator's clock can be moved forward, so that tests need not wait for documents to expire.
const systemNow = Date.now;
let ahead = 0;

// The package stamps documents with Date.now().
Date.now = () => systemNow() + ahead;

const advance = (seconds) => {
  ahead += seconds * 1000;
};

module.exports = { advance };
