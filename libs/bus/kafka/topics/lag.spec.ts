import { recordsBehind } from './lag.js';

const spans = [
  { partition: 0, low: '0', high: '10' },
  { partition: 1, low: '5', high: '7' },
];

describe('Lag', () => {
  it.each([
    ['a group that never was', [], 12],
    ['a group that is in Kafka’s books and has no progress', [{ partition: 0, offset: '-1' }], 12],
    [
      'a group on its way',
      [
        { partition: 0, offset: '4' },
        { partition: 1, offset: '6' },
      ],
      7,
    ],
    [
      'a group that has handled all',
      [
        { partition: 0, offset: '10' },
        { partition: 1, offset: '7' },
      ],
      0,
    ],
    [
      'a group before what is left',
      [
        { partition: 0, offset: '10' },
        { partition: 1, offset: '2' },
      ],
      2,
    ],
    [
      'a group behind the end, after the topic was made anew',
      [
        { partition: 0, offset: '99' },
        { partition: 1, offset: '7' },
      ],
      0,
    ],
  ])('of %s', (_, progress, lag) => expect(recordsBehind(spans, progress)).toBe(lag));

  it('counts offsets beyond what a number holds', () => {
    const far = [{ partition: 0, low: '9007199254740993', high: '9007199254740996' }];
    expect(recordsBehind(far, [{ partition: 0, offset: '9007199254740995' }])).toBe(1);
  });
});
