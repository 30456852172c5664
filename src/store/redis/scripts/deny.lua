-- Writes the log entries of several denials, and the sealing key where it is a customer's first, each only where the customer's hot part, and that of
-- the address that was looked at, are still what was judged (as commit.lua). Each stands alone: a fault of one is no fault of another.
--
-- KEYS     of each denial: the customer's hot part and cold part · the address's hot part, or the customer's again where none is compared · the
--          bucket's stream, the list of all its entries and of those that came late · the subject
-- ARGV[1]  the channel on which entries are told
-- ARGV[2]  all denials, packed one behind the other (denials.ts); of each: by how many milliseconds its deadline is before that of the call (4 bytes) ·
--          the bucket (1) · the entry's instant (6) · its kind (6) · milliseconds until the key that unseals may go (6) · milliseconds until both parts
--          expire, 0: never (6) · that key (22) · and, each behind its length (4): the hot part as it was judged, or its SHA-1 (hex); its new value, or
--          nothing; the address's as it was judged; the entry's JSON
-- RETURN   of each: 1 written · 0 a part has changed, nothing was done · 2 its deadline has come · the error with which it failed
local width = 7
local haveWritten = false

local function deny(keyAt, earlierMs, bucket, atMs, kind, wantedMs, ttlMs, unseals, seen, newHot, thereSeen, json)
  if clockMs >= writeByMs - earlierMs then return 2 end
  local hot, cold, there, stream, all, late, subject = unpack(KEYS, keyAt, keyAt + width - 1)
  local current = redis.call('GET', hot) or ''
  if current ~= seen and (current == '' or redis.sha1hex(current) ~= seen) then return 0 end
  if there ~= hot and (redis.call('GET', there) or '') ~= thereSeen then return 0 end
  if newHot ~= '' then
    -- The cold part was not looked at: it lives at least as long as it was to, and the hot one with it.
    local leftMs = redis.call('PTTL', cold)
    if leftMs == -1 or ttlMs == 0 then
      redis.call('SET', hot, newHot)
      if leftMs ~= -1 then redis.call('PERSIST', cold) end
    else
      redis.call('SET', hot, newHot, 'PX', math.max(leftMs, ttlMs))
      if leftMs >= 0 and leftMs < ttlMs then redis.call('PEXPIRE', cold, ttlMs) end
    end
  end
  enter(ARGV[1], bucket, stream, all, late, subject, atMs, kind, unseals, wantedMs, json)
  haveWritten = true
  return 1
end

local answers, packed, at = {}, ARGV[2], 1
for keyAt = 1, #KEYS, width do
  local earlierMs, bucket, atMs, kind, wantedMs, ttlMs, unseals, seen, newHot, thereSeen, json, next_ =
    struct.unpack('<I4BI6I6I6I6c22I4c0I4c0I4c0I4c0', packed, at)
  at = next_
  local isDone, found = pcall(deny, keyAt, earlierMs, bucket, atMs, kind, wantedMs, ttlMs, unseals, seen, newHot, thereSeen, json)
  if not isDone then
    -- Where the server takes no writes, nothing of the call was done, and the client must know.
    if type(found) == 'table' and not haveWritten and not string.find(found.err, '^WRONGTYPE') then return found end
    found = type(found) == 'table' and found.err or tostring(found)
  end
  answers[#answers + 1] = found
end
return answers
