import { documentsContract } from '../testing/index.js';
import { openMongoDocuments } from './open-mongo-documents.js';
import { mongodbUri } from './testing/mongodb-uri.js';

documentsContract('MongoDB', () => openMongoDocuments({ uri: mongodbUri() }));
