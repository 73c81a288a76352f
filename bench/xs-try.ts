import { buildFirmware, play } from '/work/main/boards/xs-host/bench/bench.js';
import * as s from '/work/main/boards/xs-host/bench/scenarios.js';
const f = await buildFirmware();
for (const [n, sc] of Object.entries({ join: s.join, reads: s.twentyReads, notif: s.oneNotification, req: s.requests(500, 2, (m) => console.log(m)) })) {
  const t = performance.now();
  console.log(n, await play(f, sc), Math.round(performance.now() - t));
}
