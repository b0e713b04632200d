export { openEmbeddedDocuments } from './embedded/open-embedded-documents.js';
export { DocumentsInUse, DuplicateKey, NotIndexed, UnindexableValue, UnknownCollection } from './errors.js';
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
