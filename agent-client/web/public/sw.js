// Keeps the shell of the desk, so that the page opens while the server restarts. What the server
// answers is never kept: only the files listed here are, and every other request goes its way.

const CACHE = "jackfield-shell-__VERSION__";
const FILES = ["__FILES__"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
  self.skipWaiting();
});

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("jackfield-shell-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("activate", (event) => event.waitUntil(activate()));

// The page itself: the newest one when the server answers, else the one that was kept. What stands
// before a server that restarts answers for it with 502 or 503.
async function page(request) {
  const answer = await fetch(request).catch(() => null);
  if (answer !== null && answer.status < 500) return answer;
  const kept = await caches.match("/", { cacheName: CACHE });
  return kept ?? answer ?? Response.error();
}

async function file(request) {
  const kept = await caches.match(request, { cacheName: CACHE });
  return kept ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === "/") event.respondWith(page(request));
  } else if (url.pathname.startsWith("/assets/") && FILES.includes(url.pathname)) {
    event.respondWith(file(request));
  }
});
