-- Writes what a step made of a record, and its log entries, only where the record is still what the step saw: all or nothing.
-- KEYS[1]    the customer's record
-- KEYS[2]    the bucket's log stream
-- KEYS[3..]  the subject of each entry
-- ARGV[1]    SHA-1 (hex) of the record that the step saw; empty: there was none
-- ARGV[2]    'keep' the record as it is, 'set' it or 'del' it
-- ARGV[3]    the new record
-- ARGV[4]    milliseconds until it expires; empty: never
-- ARGV[5]    the channel on which new entries are told
-- ARGV[6]    the bucket, which is told before each of them
-- ARGV[7..]  for each entry: its instant in milliseconds, its JSON, the key that unseals it, milliseconds until that key may go
-- RETURN     1 written · 0 the record has changed, nothing was done
local expected, action, value, ttl = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local current = redis.call('GET', KEYS[1])
if current then
  if redis.sha1hex(current) ~= expected then return 0 end
elseif expected ~= '' then
  return 0
end
if action == 'set' then
  if ttl == '' then
    redis.call('SET', KEYS[1], value)
  else
    redis.call('SET', KEYS[1], value, 'PX', ttl)
  end
elseif action == 'del' then
  redis.call('DEL', KEYS[1])
end
for index = 3, #KEYS do
  local at = 7 + (index - 3) * 4
  -- The stream's ids follow the instants of the decisions; an entry that comes late (from a spool) goes to the end.
  local added = redis.pcall('XADD', KEYS[2], ARGV[at] .. '-*', 'e', ARGV[at + 1])
  if type(added) == 'table' and added.err then redis.call('XADD', KEYS[2], '*', 'e', ARGV[at + 1]) end
  redis.call('SET', KEYS[index], ARGV[at + 2], 'KEEPTTL')
  if redis.call('PTTL', KEYS[index]) < tonumber(ARGV[at + 3]) then
    redis.call('PEXPIRE', KEYS[index], ARGV[at + 3])
  end
  redis.call('PUBLISH', ARGV[5], ARGV[6] .. ' ' .. ARGV[at + 1])
end
return 1
