/** The stream that holds the metadata of another one. */
export function metadataStreamOf(stream: string): string {
  return `$$${stream}`;
}

export function isMetadataStream(stream: string): boolean {
  return stream.startsWith('$$');
}

/** The stream whose metadata a metadata stream holds. */
export function describedStreamOf(metadataStream: string): string {
  return metadataStream.slice(2);
}

/** Streams whose names begin with a dollar sign belong to the server. */
export function isSystemStream(stream: string): boolean {
  return stream.startsWith('$');
}
