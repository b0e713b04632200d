/* global require, connect, sleep, print */
/*
 * Run once by mongosh (docker-compose.yml › mongo-replica-set): makes the server a replica set of one member, since only
 * a replica set has transactions and keeps acknowledged writes, and makes the user of the services. What is there
 * already stays; the user's password becomes that of the secret.
 */
const { readFileSync } = require('node:fs');

const secret = (name) => readFileSync(`/run/secrets/${name}`, 'utf8').trim();
const member = 'mongo:27017';
const admin = eventually('an answer from MongoDB', () =>
  connect(
    `mongodb://root:${secret('mongo-root-password')}@${member}/admin?directConnection=true&serverSelectionTimeoutMS=2000`,
  ),
);

try {
  admin.adminCommand({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: member }] } });
} catch (error) {
  if (error.codeName !== 'AlreadyInitialized') throw error;
}
eventually('a primary', () => admin.hello().isWritablePrimary);

const database = admin.getSiblingDB('build_snapshots');
const name = 'build-snapshots';
const user = { pwd: secret('mongo-password'), roles: ['readWrite'] };
if (database.getUser(name)) database.updateUser(name, user);
else database.createUser({ user: name, ...user });
print('MongoDB is a replica set, and the services can log in.');

/** Tries once a second, for a minute, until there is something. */
function eventually(what, attempt) {
  let reason = 'nothing yet';
  for (let second = 0; second < 60; second += 1) {
    try {
      const found = attempt();
      if (found) return found;
    } catch (error) {
      reason = error.message;
    }
    sleep(1000);
  }
  throw new Error(`There was not ${what} within a minute: ${reason}`);
}
