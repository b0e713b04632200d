import {
  SOFT_DELETE_DATA,
  isSoftDeleted,
  readAcl,
  readDefaultAcls,
  readStreamMetadata,
  undeletedData,
} from './stream-metadata.js';

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

describe('the metadata of a stream', () => {
  it('says how much of it may be read and by whom', () => {
    const data = json({
      $maxCount: 5,
      $maxAge: 60,
      $tb: 3,
      $acl: { $r: 'readers', $mw: ['$admins'] },
      own: 1,
    });
    expect(readStreamMetadata(data)).toEqual({
      maxCount: 5,
      maxAge: 60,
      truncateBefore: 3,
      acl: { read: ['readers'], metadataWrite: ['$admins'] },
    });
  });

  it.each(['', 'nonsense', '"text"', '[]', 'null', '{"$maxCount":"many","$acl":"x"}'])(
    'says nothing where it is %j',
    (text) => {
      expect(readStreamMetadata(Buffer.from(text))).toEqual({});
    },
  );

  it('knows each right by its short name', () => {
    expect(readAcl({ $r: 'a', $w: 'b', $d: 'c', $mr: 'd', $mw: 'e', $other: 'f' })).toEqual({
      read: ['a'],
      write: ['b'],
      delete: ['c'],
      metadataRead: ['d'],
      metadataWrite: ['e'],
    });
  });

  it('takes roles that are texts', () => {
    expect(readAcl({ $r: ['a', 1, null, 'b'] })).toEqual({ read: ['a', 'b'] });
  });
});

describe('a soft delete', () => {
  it('is the highest number before which a stream is truncated', () => {
    expect(isSoftDeleted(readStreamMetadata(SOFT_DELETE_DATA))).toBe(true);
    expect(Buffer.from(SOFT_DELETE_DATA).toString()).toContain('9223372036854775807');
    expect(isSoftDeleted(readStreamMetadata(json({ $tb: 1_000_000 })))).toBe(false);
    expect(isSoftDeleted({})).toBe(false);
  });

  it('is taken back by a number, and leaves the rest as it was', () => {
    const undeleted = undeletedData(json({ $tb: 2 ** 63, $maxCount: 9, own: 'kept' }), 4);
    expect(JSON.parse(Buffer.from(undeleted).toString())).toEqual({ $tb: 4, $maxCount: 9, own: 'kept' });
  });
});

describe('the default access rights', () => {
  it('are set for streams of users and of the server', () => {
    const data = json({ $userStreamAcl: { $d: '$admins' }, $systemStreamAcl: { $r: ['ops'] } });
    expect(readDefaultAcls(data)).toEqual({ user: { delete: ['$admins'] }, system: { read: ['ops'] } });
  });

  it('are not set where nothing says so', () => {
    expect(readDefaultAcls(new Uint8Array())).toEqual({ user: undefined, system: undefined });
  });
});
