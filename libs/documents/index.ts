export { openEmbeddedDocuments } from './embedded/open-embedded-documents.js';
export {
  DocumentsInUse,
  DocumentsRefused,
  DocumentsUnreachable,
  DocumentsUnusable,
  DuplicateKey,
  IndexConflict,
  NotIndexed,
  UnindexableValue,
  UnknownCollection,
} from './errors.js';
export { openMongoDocuments, type MongoDocumentsOptions } from './mongo/open-mongo-documents.js';
export type {
  Collection,
  CollectionDefinition,
  Condition,
  Document,
  Documents,
  FieldValue,
  Query,
  RevisedDocument,
} from './port.js';
