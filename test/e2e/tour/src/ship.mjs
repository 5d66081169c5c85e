export const handler = async () => ({ parcel: 'P-1' });
