const KB = 1024;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is bounded, and where: bytes of JSON text in UTF-8, milliseconds, or counts. */
export const limits = {
  /** One input, as its body comes to a door. */
  inputBytes: 64 * KB,
  /** A version of a bot, as it is said: a record of the log takes 1 MB. */
  botBytes: 900 * KB,
  /** What is asked of control: a bot, as its author left it. */
  adminBytes: KB * KB,
  /** How deep objects and lists of a bot may lie in each other. */
  botDepth: 50,
  /** How deep those of what comes from outside may: a variable, a page's result, the answer of an API. */
  dataDepth: 50,
  /** What a session remembers. */
  sessionBytes: 256 * KB,
  /** How much of that posts may fill: the rest is the bot's, which could not go on in a full session. */
  postedBytes: 224 * KB,
  /** The replies of one turn. */
  repliesBytes: 128 * KB,
  /** What a turn may fill in: the values of placeholders, each time, and the fields of what APIs answer. */
  filledChars: 4 * KB * KB,
  /** Inputs that wait for an open turn. */
  queuedInputs: 1000,
  /** Known keys of one conversation; beyond it new inputs are rejected. */
  knownKeys: 10_000,
  /** How long a key is known. */
  knownKeyMs: DAY,
  /** Of inputs without a key, how many ids are known. */
  knownUnkeyed: 1000,

  /** How often somebody may ask in a second, for long; at once as often as in so many seconds. Beyond it: 429. */
  rates: {
    /** From one address, at one service, whoever it is; unless the process was told otherwise. */
    address: 500,
    /** Posts to one bot, unless its settings say otherwise, as for the next two. */
    posts: 500,
    /** New conversations with one bot. */
    conversations: 100,
    /** What is said in one conversation. */
    messages: 10,
    /** What else is asked about one conversation: transcripts, tokens, its end. */
    asks: 10,
    /** Requests with one key or sign-in at control. */
    admin: 100,
    /** Frames of one socket: beyond it the socket is read later. */
    frames: 200,
    /** Refusals of one bot that are told, or of all that there are not: the others are only counted. */
    refusals: 2,
  },
  rateSeconds: 10,
  /** As how many requests of its address a wrong credential counts, and a new conversation. */
  wrongCredentialCost: 20,
  newConversationCost: 20,

  /** What a door lets wait for the log: records, their bytes, and how long the oldest has waited. Beyond it: 503. */
  backlogRecords: 20_000,
  backlogBytes: 32 * KB * KB,
  backlogMs: 2 * SECOND,
  /** How long it may have waited where more wait than one send takes: more comes than goes. */
  busyMs: 250,
  busyRecords: 500,
  /** How late a process may do its work, while so many wait, before its doors say 503. */
  lateMs: 100,
  lateRecords: 50,

  /** Open sockets of a process, of one address at it (unless the process was told otherwise), of one conversation. */
  sockets: 20_000,
  socketsPerAddress: 1000,
  socketsPerConversation: 20,
  /** Connections of a process, of all kinds. */
  connections: 30_000,

  idChars: 100,
  idempotencyKeyChars: 255,
  messageChars: 4000,
  variables: 200,
  variableNameChars: 200,
  attributes: 50,

  /** Endpoints of a bot's webhook, and what they may fill together: its settings travel as one record. */
  hookEndpoints: 100,
  hookBytes: 256 * KB,
  /** Tokens of a webhook that are good at a time, and the longest that an old one goes on beside a new one. */
  hookTokens: 2,
  hookOverlapMs: 7 * DAY,

  /** Until session answers a turn that nobody answered. */
  turnMs: 15 * MINUTE,
  /** Until a conversation without input is closed. */
  conversationIdleMs: 30 * DAY,
  /** How long the log is kept. */
  logMs: 7 * DAY,
  /** How long a record may be in it at most: Kafka forgets a file at a time. So long an erased conversation has its tombstone. */
  logMostMs: 8 * DAY,
  /** How long Kafka writes into one file. It goes when its last record is old enough, and Kafka has looked. */
  logFileMs: 20 * HOUR,
  /** How long the journal tells what became of an input. */
  journalMs: 30 * DAY,
  /** What the journal keeps of the session after a turn; of a larger one only where it stands. */
  journalSessionBytes: 64 * KB,
  /** How long a session lives without input, unless its bot says otherwise. */
  sessionMs: HOUR,
  /** How long a session stays on its version, whatever happens in it. */
  sessionLifeMs: 7 * DAY,
  /** How long after the person's last message a posted message still counts, unless the bot says otherwise. */
  lateMessageMs: DAY,

  /** How long a door waits for the log before it says 503. */
  publishMs: 4 * SECOND,
  /** The longest `Prefer: wait`. */
  waitMs: 30 * SECOND,
  /** How long a chat token is good. */
  tokenMs: DAY,
  /** How long a return link is good, unless the bot says otherwise, and the longest that it may say. */
  linkMs: HOUR,
  linkMostMs: 7 * DAY,
  /** A return link's token travels in a page's address, and servers take 8 kB of those. */
  linkTokenChars: 4 * KB,
  /** Until the first frame of a socket must have come. */
  helloMs: 5 * SECOND,
  /** Bytes that wait for a slow socket before it is closed. */
  socketBytes: KB * KB,
  /** How often an instance compares what it has shown with what is stored. */
  headsMs: 5 * SECOND,
  transcriptPage: 100,

  /** Turns that dialog works on at a time, of one partition. */
  openTurns: 1000,
  /** Interactions in a row without a question. */
  interactionsInARow: 10,
  /** Instructions of a regular expression, compiled: each may be tried at each character of a text. */
  expressionSize: 2000,
  /** Such tries of all regular expressions of a turn together. */
  expressionSteps: 100_000_000,
  /** Changes of dialog in one turn. */
  dialogChanges: 5,
  /** Messages that one script may send. */
  scriptMessages: 100,
  /** Quick replies that one script may add, and what one says; what it stands for may be as long as `payloadChars`. */
  scriptQuickReplies: 10,
  quickReplyTitleChars: 20,
  payloadChars: 2000,
  /** What one script may write into the journal. */
  scriptLogLines: 100,
  scriptLogChars: 1000,
  /** The longest that a reply is held back. */
  delayMs: 10_000,
  /** What all outside calls of a turn may take together. */
  callsMs: 45 * SECOND,
  /** Notes and traces that an answer carries. */
  notes: 50,
} as const;
