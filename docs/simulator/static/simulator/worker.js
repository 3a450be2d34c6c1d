// The program, in a thread of its own: Python, the wheels beside it, and one question after another.
import { loadPyodide } from "./runtime/pyodide.mjs";

const place = new URL("runtime/", import.meta.url);
const bare = self.fetch.bind(self);

const begun = (async () => {
  const { files, wheels } = await (await bare(new URL("runtime.json", place))).json();
  const whole = Object.values(files).reduce((sum, size) => sum + size);
  let here = 0;
  self.fetch = async (...asked) => {
    const response = await bare(...asked);
    const counted = new TransformStream({
      transform(part, next) {
        here += part.byteLength;
        self.postMessage({ loaded: Math.min(here / whole, 1) });
        next.enqueue(part);
      },
    });
    return new Response(response.body.pipeThrough(counted), response);
  };
  const brought = async (name) => {
    const response = await self.fetch(new URL(name, place));
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response.arrayBuffer();
  };
  const [python, ...archives] = await Promise.all([loadPyodide({ indexURL: place.href }), ...wheels.map(brought)]);
  self.postMessage({ loaded: 1 });
  for (const archive of archives) python.unpackArchive(archive, "wheel");
  return python.pyimport("dmsi_rules.simulator.asking");
})();

// A question that fails says why; the next one may do better.
self.onmessage = async ({ data: { id, question } }) => {
  try {
    self.postMessage({ id, answer: (await begun).ask(question) });
  } catch (error) {
    self.postMessage({ id, reason: String(error.message ?? error).trim().split("\n").at(-1) });
  }
};

self.postMessage({ loaded: 0 });
