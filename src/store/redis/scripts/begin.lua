-- Writes what steps made of addresses that nothing was stored of, each with its events: those of which something is stored by now are left.
-- KEYS[1]  a proof of this write (acknowledge.ts); KEYS[2] again: none is wanted
-- KEYS[2..] for each address: its hot part, its cold part, its events, and its bucket's addresses that wait for something (commit.lua)
-- ARGV[1]  the channel on which it is told what acts did
-- ARGV[2..] for each address: its hot part · its cold part · milliseconds until both expire; empty: never · members of the last key to be added,
--          parted by spaces · what is told of its act; empty: nothing · milliseconds until its events expire; empty: never · how many events;
--          for each of them: its instant in milliseconds, its JSON
-- RETURN   a character for each address: 1 written · 0 it is known by now, or events outlived it: nothing was done
local done = {}
local at = 2
for key = 2, #KEYS, 4 do
  local hot, cold, events = KEYS[key], KEYS[key + 1], KEYS[key + 2]
  local ttl, eventsTtl, count = ARGV[at + 2], ARGV[at + 5], tonumber(ARGV[at + 6])
  if redis.call('EXISTS', hot, events) > 0 then
    done[#done + 1] = '0'
  else
    done[#done + 1] = '1'
    if ttl == '' then
      redis.call('SET', hot, ARGV[at])
      redis.call('SET', cold, ARGV[at + 1])
    else
      redis.call('SET', hot, ARGV[at], 'PX', ttl)
      redis.call('SET', cold, ARGV[at + 1], 'PX', ttl)
    end
    for waiting in string.gmatch(ARGV[at + 3], '%S+') do
      redis.call('SADD', KEYS[key + 3], waiting)
    end
    for event = at + 7, at + 5 + 2 * count, 2 do
      redis.call('ZADD', events, ARGV[event], ARGV[event + 1])
    end
    if eventsTtl ~= '' then redis.call('PEXPIRE', events, eventsTtl) end
    if ARGV[at + 4] ~= '' then redis.call('PUBLISH', ARGV[1], ARGV[at + 4]) end
  end
  at = at + 7 + 2 * count
end
if KEYS[1] ~= KEYS[2] then redis.call('SET', KEYS[1], '', 'PX', 10000) end
return table.concat(done)
