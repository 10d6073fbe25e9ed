// oxlint-disable-next-line typescript/no-empty-object-type -- filled by its part
export interface ConversationTables {}
