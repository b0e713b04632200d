/** The process cannot start, and a person can mend that: the message says what is wrong and the next step. */
export class StartupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartupError';
  }
}
