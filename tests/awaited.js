// How often this page has asked the server to run it (`runsAsked`), and whether all of that has been run (`allIsRun`):
// Streamlit's own state says "notRunning" until the server's first word of a run has come, however long that takes.
if (!window.allIsRun) {
  const RERUN = 11; // of BackMsg
  const [NEW_SESSION, FINISHED] = [4, 6]; // of ForwardMsg
  const EARLY = 2; // "finished" because it begins anew
  const DROPPED = 10_000; // ms: the server is silent about a part of a page that is no longer there

  // The numbers of a message's fields and, where these are numbers themselves, their values.
  const fields = (bytes) => {
    const found = new Map();
    let at = 0;
    const number = () => {
      let [value, unit] = [0, 1];
      do {
        value += (bytes[at] & 127) * unit;
        unit *= 128;
      } while (bytes[at++] > 127);
      return value;
    };
    while (at < bytes.length) {
      const tag = number();
      const length = { 0: 0, 1: 8, 2: -1, 5: 4 }[tag % 8];
      const value = length > 0 ? length : number();
      found.set(Math.floor(tag / 8), value);
      if (length) at += value;
    }
    return found;
  };

  window.runsAsked = 0;
  let [asked, begun, since] = [false, false, 0];
  const heard = new WeakSet();
  const hear = (socket) => {
    socket.addEventListener("message", ({ data }) => {
      const told = fields(new Uint8Array(data));
      if (told.has(NEW_SESSION)) begun = true;
      if (told.has(FINISHED) && told.get(FINISHED) !== EARLY && begun) asked = false;
    });
    socket.addEventListener("close", () => (asked = false));
  };
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    if (!heard.has(this)) hear(this);
    heard.add(this);
    if (fields(new Uint8Array(data)).has(RERUN)) {
      window.runsAsked += 1;
      [asked, begun, since] = [true, false, performance.now()];
    }
    send.call(this, data);
  };
  window.allIsRun = () => !asked || (!begun && performance.now() - since > DROPPED);
}
