import { addressOf } from './address.js';
import { connectionOptions, provisioningOptions } from './connection-options.js';

const optionsFor = (options: string) => connectionOptions(addressOf(`mongodb://localhost/builds?${options}`));

describe('The options of a connection', () => {
  it('let nothing wait for ever and make nothing unasked', () => {
    expect(optionsFor('')).toEqual({
      serverSelectionTimeoutMS: 5_000,
      connectTimeoutMS: 4_000,
      socketTimeoutMS: 20_000,
      maxPoolSize: 30,
      readPreference: 'primary',
      retryWrites: true,
      retryReads: true,
      bufferCommands: false,
      autoIndex: false,
      autoCreate: false,
    });
  });

  it.each(['serverSelectionTimeoutMS', 'serverselectiontimeoutms'])('leave %s to who says it', (name) => {
    expect(optionsFor(`${name}=9000&maxPoolSize=5`)).not.toHaveProperty('serverSelectionTimeoutMS');
    expect(optionsFor(`${name}=9000&maxPoolSize=5`)).not.toHaveProperty('maxPoolSize');
    expect(optionsFor(`${name}=9000`)).toHaveProperty('maxPoolSize', 30);
  });

  it('leave safety to nobody', () => {
    expect(optionsFor('retryWrites=false&readPreference=secondary&bufferCommands=true')).toEqual(
      optionsFor(''),
    );
  });

  it('let the making of indexes take its time', () => {
    const address = addressOf('mongodb://localhost/builds?socketTimeoutMS=100');
    expect(provisioningOptions(address)).toEqual({
      ...optionsFor('socketTimeoutMS=100'),
      socketTimeoutMS: 0,
    });
  });
});
