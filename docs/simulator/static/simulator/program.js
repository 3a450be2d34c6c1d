// The program as the page sees it: it is loaded with the first question.
let begun;
let told = () => {};
let asked = 0;
const waiting = new Map();

export const isLoaded = () => begun !== undefined;

// Ask a question, and say how much of the program has been loaded, from 0 to 1, while it is.
export async function ask(question, progress = told) {
  told = progress;
  begun ??= begin();
  const worker = await begun;
  const id = (asked += 1);
  return new Promise((done, failed) => {
    waiting.set(id, { done, failed });
    worker.postMessage({ id, question: JSON.stringify(question) });
  });
}

// Start the worker, and wait until it listens. One that begins as a blob is held to the policy of its page; one that begins as a
// file is not.
function begin() {
  const place = JSON.stringify(new URL("worker.js", import.meta.url).href);
  const first = `import(${place}).catch((error) => self.postMessage({ broken: String(error) }));`;
  const worker = new Worker(URL.createObjectURL(new Blob([first], { type: "text/javascript" })), { type: "module" });
  return new Promise((listening, failed) => {
    const broken = (reason) => {
      begun = undefined;
      failed(new Error(reason));
    };
    worker.onerror = (event) => broken(event.message);
    worker.onmessage = ({ data }) => {
      if ("broken" in data) return broken(data.broken);
      if ("id" in data) return heard(data);
      listening(worker);
      told(data.loaded);
    };
  });
}

function heard({ id, answer, reason }) {
  const { done, failed } = waiting.get(id);
  waiting.delete(id);
  if (reason === undefined) done(JSON.parse(answer));
  else failed(new Error(reason));
}
