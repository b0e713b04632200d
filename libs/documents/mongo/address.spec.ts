import { addressOf } from './address.js';

function refused(uri: string): unknown {
  try {
    return addressOf(uri);
  } catch (error) {
    return error;
  }
}

describe('The address of a MongoDB', () => {
  it.each([
    ['mongodb://localhost/builds', 'localhost', 'builds'],
    ['mongodb://localhost:27117/builds?replicaSet=rs0', 'localhost:27117', 'builds'],
    ['mongodb://a:1,b:2,c:3/builds?w=1', 'a:1,b:2,c:3', 'builds'],
    ['mongodb://user:p%40ss%2Fword@a:1,b:2/builds', 'a:1,b:2', 'builds'],
    ['mongodb://user@localhost/build%20snapshots', 'localhost', 'build snapshots'],
    ['mongodb+srv://user:pass@cluster.example.com/builds', 'cluster.example.com', 'builds'],
    ['mongodb://[::1]:27017/builds', '[::1]:27017', 'builds'],
    ['mongodb://u:p@[::1],db-2.example.com:27018/builds', '[::1],db-2.example.com:27018', 'builds'],
    ['mongodb://%2Ftmp%2Fmongodb-27017.sock/builds', '%2Ftmp%2Fmongodb-27017.sock', 'builds'],
  ])('%s', (uri, hosts, database) => {
    expect(addressOf(uri)).toMatchObject({ hosts, database });
  });

  it('has the options, decoded', () => {
    const { options } = addressOf('mongodb://localhost/builds?replicaSet=rs%200&tls=true');
    expect([...options]).toEqual([
      ['replicaSet', 'rs 0'],
      ['tls', 'true'],
    ]);
  });

  it.each([
    '',
    'localhost:27017/builds',
    'http://localhost/builds',
    'mongodb://',
    'mongodb:///builds',
    'mongodb://user:secret@/builds',
    'mongodb://user:se/cret@localhost/builds',
    'mongodb://user:se@cret@localhost/builds',
    'mongodb://localhost/builds/secret',
    'mongodb://user:secret?x@localhost/builds',
    'mongodb://user:secret/x@localhost',
    'mongodb://user:2701/secret@localhost',
    'mongodb://user:2701?secret@localhost/builds',
    'mongodb://localhost:secret/builds',
    'mongodb://localhost:270171/secret',
    'mongodb://localhost,/secret',
    'mongodb://localhost/builds?appName=secret@home',
  ])('is not in %j, of which nothing is repeated', (uri) => {
    const error = refused(uri);
    expect(error).toMatchObject({ code: 'documents-unusable' });
    expect(String(error)).toContain('MONGODB_URI is not a connection string');
    expect(String(error)).toContain('of user and password percent-encoded');
    expect(String(error)).not.toContain('cret');
  });

  it.each(['mongodb://localhost', 'mongodb://u:secret@localhost/', 'mongodb://localhost/?replicaSet=rs0'])(
    'needs a database, which %s does not name',
    (uri) => {
      const error = refused(uri);
      expect(error).toMatchObject({ code: 'documents-unusable' });
      expect(String(error)).toContain(
        'names no database. Put its name behind the hosts: mongodb://localhost/',
      );
      expect(String(error)).not.toContain('secret');
    },
  );

  it('needs a database whose name can be read', () => {
    expect(refused('mongodb://localhost/%E0%A4%A')).toMatchObject({
      code: 'documents-unusable',
      message: expect.stringContaining('not percent-encoded right') as string,
    });
  });
});
