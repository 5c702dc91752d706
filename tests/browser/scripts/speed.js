// Listens from the first byte on: when the largest thing was painted, what moved, how long the page did not answer.
window.speed = {painted: 0, moved: 0, busy: 0};
const heard = (type, take) => { try { new PerformanceObserver(list => list.getEntries().forEach(take)).observe({type, buffered: true}); } catch { /* not in this browser */ } };
heard('largest-contentful-paint', entry => { window.speed.painted = entry.startTime; });
heard('layout-shift', entry => { if (!entry.hadRecentInput) window.speed.moved += entry.value; });
heard('longtask', entry => { window.speed.busy = Math.max(window.speed.busy, entry.duration); });
