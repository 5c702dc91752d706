// A signal that ends a request after so many milliseconds. (`AbortSignal.timeout` came with Chrome 103 and Safari 16.)
export function within(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}
