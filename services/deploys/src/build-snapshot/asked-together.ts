/**
 * Answers questions that come in one turn of the event loop by asking once for all of them, after the last one came.
 * When that fails each is asked alone, so that none fails because of another.
 * @param askAll gives one answer for each question, in their order
 */
export function askedTogether<Question, Answer>(
  askAll: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  let open: Asked<Question, Answer>[] = [];

  async function answer(asked: readonly Asked<Question, Answer>[]): Promise<void> {
    try {
      const answers = await askAll(asked.map(({ question }) => question));
      asked.forEach(({ resolve }, place) => resolve(answers[place] as Answer));
    } catch (error) {
      if (asked.length === 1) asked[0]?.reject(error);
      else await Promise.all(asked.map((each) => answer([each])));
    }
  }

  return (question) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    if (open.length === 0) {
      setImmediate(() => {
        const asked = open;
        open = [];
        void answer(asked);
      });
    }
    open.push({ question, resolve, reject });
    return promise;
  };
}

interface Asked<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}
