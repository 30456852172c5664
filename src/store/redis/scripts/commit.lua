-- Writes what a step made of a customer's record or of an address, with its events and log entries, only where its hot part, and that of the
-- address it looked at, are still what the step saw: all or nothing. The hot part changes with every write of the cold one.
-- KEYS[1]    the hot part
-- KEYS[2]    the cold part
-- KEYS[3]    its events
-- KEYS[4]    the bucket's log stream
-- KEYS[5]    the bucket's addresses with events that are pending
-- KEYS[6]    the hot part of the address looked at, on one node; else KEYS[1] again
-- KEYS[7..]  the subject of each entry
-- ARGV[1]    SHA-1 (hex) of the hot part that the step saw; empty: there was none
-- ARGV[2]    'keep' the hot part as it is, 'set' it or 'del' it · ARGV[3] its new value
-- ARGV[4]    'keep', 'set' or 'del' for the cold part · ARGV[5] its new value
-- ARGV[6]    milliseconds until both expire; empty: never
-- ARGV[7]    what the step saw of the address: empty for nothing, '-' where it is not compared
-- ARGV[8]    the address's new hot part, which notes whom it was used for; empty: it stays · ARGV[9] milliseconds until that expires, at the least
-- ARGV[10]   a member of KEYS[5], after '+' to be added, after '-' to be removed; empty: neither
-- ARGV[11]   the channel on which new entries are told · ARGV[12] the bucket, which is told before each of them
-- ARGV[13]   the channel on which lifts are told · ARGV[14] milliseconds until events expire; empty: never
-- ARGV[15]   how many events follow; for each: its instant in milliseconds, its JSON, what is told of it (empty: nothing)
-- then       for each entry: its instant in milliseconds, its JSON, the key that unseals it, milliseconds until that key may go
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
if ARGV[2] == 'set' and ARGV[4] == 'keep' then
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

local pending = ARGV[10]
if pending ~= '' then
  redis.call(string.sub(pending, 1, 1) == '+' and 'SADD' or 'SREM', KEYS[5], string.sub(pending, 2))
end

local at = 16
for _ = 1, tonumber(ARGV[15]) do
  redis.call('ZADD', events, 'NX', ARGV[at], ARGV[at + 1])
  if ARGV[at + 2] ~= '' then redis.call('PUBLISH', ARGV[13], ARGV[at + 2]) end
  at = at + 3
end
if at > 16 then
  if ARGV[14] == '' then
    redis.call('PERSIST', events)
  else
    redis.call('PEXPIRE', events, ARGV[14])
  end
end

for index = 7, #KEYS do
  -- The stream's ids follow the instants of the decisions; an entry that comes late (from a spool) goes to the end.
  local added = redis.pcall('XADD', KEYS[4], ARGV[at] .. '-*', 'e', ARGV[at + 1])
  if type(added) == 'table' and added.err then redis.call('XADD', KEYS[4], '*', 'e', ARGV[at + 1]) end
  redis.call('SET', KEYS[index], ARGV[at + 2], 'KEEPTTL')
  if redis.call('PTTL', KEYS[index]) < tonumber(ARGV[at + 3]) then
    redis.call('PEXPIRE', KEYS[index], ARGV[at + 3])
  end
  redis.call('PUBLISH', ARGV[11], ARGV[12] .. ' ' .. ARGV[at + 1])
  at = at + 4
end
return 1
