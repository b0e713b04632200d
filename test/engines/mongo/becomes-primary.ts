import mongoose from 'mongoose';

/** MongoDB's code of an error: the replica set has its members already. */
const ALREADY_INITIALIZED = 23;

interface Hello {
  readonly isWritablePrimary: boolean;
  /** The replica set, once the server knows of it. */
  readonly setName?: string;
}

/** Whether the server on that port takes writes; makes it the only member of its replica set if it is in none. */
export async function becomesPrimary(port: number): Promise<boolean> {
  const connection = mongoose.createConnection(`mongodb://127.0.0.1:${port}/admin`, {
    directConnection: true,
    serverSelectionTimeoutMS: 1_000,
  });
  try {
    const { db } = await connection.asPromise();
    const hello = (await db?.command({ hello: 1 })) as Hello | undefined;
    if (hello === undefined || hello.isWritablePrimary) return hello !== undefined;
    if (hello.setName === undefined) {
      const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
      await db?.command({ replSetInitiate: { _id: 'rs0', members } });
    }
    return false;
  } catch (error) {
    if (isNotYet(error)) return false;
    throw error;
  } finally {
    await connection.close(true);
  }
}

function isNotYet(error: unknown): boolean {
  if (error instanceof mongoose.mongo.MongoServerError) return error.code === ALREADY_INITIALIZED;
  return error instanceof mongoose.mongo.MongoError || error instanceof mongoose.Error;
}
