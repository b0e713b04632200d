/** Where the progress of followers is kept. */
export interface Checkpoints {
  /** The position kept last under this name; undefined when there is none yet. */
  load(name: string): Promise<string | undefined>;
  /** Keeps the position; durable when it resolves. */
  save(name: string, position: string): Promise<void>;
}
