// Listens from the first byte on: when the largest thing was painted, what moved, how long the page did not answer.
const speed = {painted: 0, moved: 0, busy: 0};
const takes = {
  'largest-contentful-paint': entry => { speed.painted = entry.startTime; },
  'layout-shift': entry => { if (!entry.hadRecentInput) speed.moved += entry.value; },
  'longtask': entry => { speed.busy = Math.max(speed.busy, entry.duration); },
};
const heard = Object.entries(takes).map(([type, take]) => {
  const observer = new PerformanceObserver(list => list.getEntries().forEach(take));
  try { observer.observe({type, buffered: true}); } catch { /* not in this browser */ }
  return [observer, take];
});
// The browser brings what it saw when it has time: a turn of the page later, and then what still waits.
window.speed = async () => {
  await new Promise(done => setTimeout(done, 100));
  for (const [observer, take] of heard) observer.takeRecords().forEach(take);
  return speed;
};
