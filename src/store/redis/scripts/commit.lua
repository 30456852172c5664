-- Writes what a step made of a customer's record or of an address, with its events and log entries, only where its hot part, and that of the
-- address it looked at, are still what the step saw: all or nothing. The hot part changes with every write of the cold one.
-- KEYS[1]    the hot part
-- KEYS[2]    the cold part
-- KEYS[3]    its events
-- KEYS[4]    the bucket's log stream
-- KEYS[5]    the bucket's addresses with events that are pending, and whose suppressions wait for a person to decide
-- KEYS[6]    the hot part of the address looked at, on one node; else KEYS[1] again
-- KEYS[7]    the list of all entries of the bucket
-- KEYS[8]    a proof of this write, which who acknowledges it takes away again (acknowledge.ts); KEYS[1] again: none is wanted
-- KEYS[9]    the list of the bucket's entries that came late
-- KEYS[10..] values that are set or go: requests of holds; the subject of a person who is erased, which goes with the key that unseals
-- then       for each entry its subject
-- ARGV[1]    SHA-1 (hex) of the hot part that the step saw; empty: there was none
-- ARGV[2]    'keep' the hot part as it is, 'set' it or 'del' it · ARGV[3] its new value
-- ARGV[4]    'keep', 'set' or 'del' for the cold part, 'unread' where the step did not look at it · ARGV[5] its new value
-- ARGV[6]    milliseconds until both expire; empty: never. An unread cold part lives at least as long as it was to, and the hot one with it
-- ARGV[7]    what the step saw of the address: empty for nothing, '-' where it is not compared
-- ARGV[8]    the address's new hot part, which notes whom it was used for; empty: it stays · ARGV[9] milliseconds until that expires, at the least
-- ARGV[10]   members of KEYS[5], parted by spaces, after '+' to be added, after '-' to be removed; empty: none
-- ARGV[11]   the channel on which new entries are told · ARGV[12] the bucket
-- ARGV[13]   the channel on which it is told what acts did · ARGV[14] what is told of this one; empty: nothing
-- ARGV[15]   milliseconds until events expire; empty: never · ARGV[16] older events than this go, as an end of a range; empty: none
-- ARGV[17]   how many events follow; for each: its instant in milliseconds, its JSON, its id as it stands in the JSON. One that is there already
--            stays as it is: an event that was left pending may come again, sealed anew
-- ARGV[18]   how many of KEYS[10..] are values; behind the events for each: what it becomes, empty: it goes · milliseconds until it expires
-- then       for each entry: its instant in milliseconds, its JSON, the key that unseals it, milliseconds until that key may go, its kind
-- RETURN     1 written · 0 a part has changed, nothing was done
local hot, cold, events = KEYS[1], KEYS[2], KEYS[3]
local current = redis.call('GET', hot)
if current then
  if redis.sha1hex(current) ~= ARGV[1] then return 0 end
elseif ARGV[1] ~= '' then
  return 0
end
if ARGV[7] ~= '-' and (redis.call('GET', KEYS[6]) or '') ~= ARGV[7] then return 0 end

local ttl = ARGV[6]
if ARGV[4] == 'unread' and ttl ~= '' then
  local left = redis.call('PTTL', cold)
  if left == -1 then
    ttl = ''
  elseif left > tonumber(ttl) then
    ttl = left
  end
end
local function put(key, action, value)
  if action == 'del' then
    redis.call('DEL', key)
  elseif action == 'set' and ttl == '' then
    redis.call('SET', key, value)
  elseif action == 'set' then
    redis.call('SET', key, value, 'PX', ttl)
  end
end
put(hot, ARGV[2], ARGV[3])
put(cold, ARGV[4], ARGV[5])
if ARGV[2] == 'set' and (ARGV[4] == 'keep' or ARGV[4] == 'unread') then
  if ttl == '' then
    redis.call('PERSIST', cold)
  else
    redis.call('PEXPIRE', cold, ttl)
  end
end

if ARGV[8] ~= '' then
  local left = redis.call('PTTL', KEYS[6])
  if left == -2 then
    redis.call('SET', KEYS[6], ARGV[8], 'PX', ARGV[9])
  else
    redis.call('SET', KEYS[6], ARGV[8], 'KEEPTTL')
    if left >= 0 and left < tonumber(ARGV[9]) then redis.call('PEXPIRE', KEYS[6], ARGV[9]) end
  end
end

for waiting in string.gmatch(ARGV[10], '%S+') do
  redis.call(string.sub(waiting, 1, 1) == '+' and 'SADD' or 'SREM', KEYS[5], string.sub(waiting, 2))
end

local at = 19
for _ = 1, tonumber(ARGV[17]) do
  local isThere = false
  for _, other in ipairs(redis.call('ZRANGEBYSCORE', events, ARGV[at], ARGV[at])) do
    isThere = isThere or string.find(other, ARGV[at + 2], 1, true) ~= nil
  end
  if not isThere then redis.call('ZADD', events, ARGV[at], ARGV[at + 1]) end
  at = at + 3
end
if at > 19 then
  if ARGV[16] ~= '' then redis.call('ZREMRANGEBYSCORE', events, '-inf', ARGV[16]) end
  if ARGV[15] == '' then
    redis.call('PERSIST', events)
  else
    redis.call('PEXPIRE', events, ARGV[15])
  end
end
if ARGV[14] ~= '' then redis.call('PUBLISH', ARGV[13], ARGV[14]) end

if KEYS[8] ~= hot then redis.call('SET', KEYS[8], '', 'PX', 10000) end

local key = 10
for _ = 1, tonumber(ARGV[18]) do
  if ARGV[at] == '' then
    redis.call('DEL', KEYS[key])
  else
    redis.call('SET', KEYS[key], ARGV[at], 'PX', ARGV[at + 1])
  end
  key, at = key + 1, at + 2
end
for subject = key, #KEYS do
  local atMs, json, unseals, wantedMs, kind = unpack(ARGV, at, at + 4)
  enter(ARGV[11], ARGV[12], KEYS[4], KEYS[7], KEYS[9], KEYS[subject], tonumber(atMs), tonumber(kind), unseals, tonumber(wantedMs), json)
  at = at + 5
end
return 1
