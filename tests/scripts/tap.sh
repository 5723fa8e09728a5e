# Sourced by the script tests, which print TAP and say 1..$number at their end.
# shellcheck shell=bash
number=0
said=

tap() { # STATUS NAME: one result; what was said goes below it when it is bad
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		printf '%s\n' "$said" | sed 's/^/# /'
	fi
}
