/** Headers of a reply, by name in any case. */
export interface ReplyHeaders {
  get(name: string): string | null;
}
