/** Ctrl-C: the first lets what is in hand finish, a second one leaves at once, which every log survives too. */
import { paint } from './render.js';

/** Calls `stop` on the first interrupt. @returns what stops listening */
export function onInterrupt(inHand: string, stop: () => void): () => void {
  const handle = (): void => {
    process.off('SIGINT', handle);
    process.off('SIGTERM', handle);
    process.stderr.write(
      `\n${paint('dim', `Finishing the ${inHand} in hand; a second Ctrl-C leaves at once. Run the same command to go on`)}\n`,
    );
    stop();
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return () => {
    process.off('SIGINT', handle);
    process.off('SIGTERM', handle);
  };
}
