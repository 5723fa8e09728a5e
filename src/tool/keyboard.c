/* keyboard.c - see keyboard.h. */
#include "tool/keyboard.h"

#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

static int hold_back_signals(sigset_t *before)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		sigaddset(&set, numbers[i]);
	}
	pthread_sigmask(SIG_BLOCK, &set, before);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Each key as it is pressed, and unseen. */
static bool take_terminal(const struct termios *was)
{
	struct termios now = *was;

	now.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	now.c_cc[VMIN] = 1;
	now.c_cc[VTIME] = 0;
	return tcsetattr(STDIN_FILENO, TCSANOW, &now) == 0;
}

bool keyboard_open(struct keyboard *keyboard, bool hears_keys)
{
	memset(keyboard, 0, sizeof(*keyboard));
	if (hears_keys && tcgetattr(STDIN_FILENO, &keyboard->was) != 0) {
		return false;
	}
	keyboard->signals = hold_back_signals(&keyboard->held_back_before);
	keyboard->is_open = true;
	keyboard->hears_keys = hears_keys && take_terminal(&keyboard->was);
	if (keyboard->signals < 0 || keyboard->hears_keys != hears_keys) {
		keyboard_close(keyboard);
	}
	return keyboard->is_open;
}

static int next_signal(const struct keyboard *keyboard)
{
	struct signalfd_siginfo info;

	return read(keyboard->signals, &info, sizeof(info)) == sizeof(info) ? KEYBOARD_SIGNAL
									    : KEYBOARD_NOTHING;
}

static int next_byte(struct keyboard *keyboard)
{
	unsigned char byte = 0;

	if (read(STDIN_FILENO, &byte, 1) == 1) {
		return byte;
	}
	keyboard->ended = true;
	return KEYBOARD_END;
}

int keyboard_key(struct keyboard *keyboard)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};

	if (!keyboard->hears_keys || keyboard->ended || poll(&input, 1, 0) <= 0) {
		return next_signal(keyboard);
	}
	return next_byte(keyboard);
}

int keyboard_line(struct keyboard *keyboard, char *line, int size)
{
	struct pollfd sources[] = {{.fd = keyboard->signals, .events = POLLIN},
				   {.fd = STDIN_FILENO, .events = POLLIN}};
	int length = 0;
	int byte = 0;

	while (byte != '\n') {
		if (poll(sources, 2, -1) < 0) {
			continue; /* a signal that is nobody's */
		}
		if (next_signal(keyboard) == KEYBOARD_SIGNAL) {
			return KEYBOARD_SIGNAL;
		}
		byte = sources[1].revents != 0 ? next_byte(keyboard) : KEYBOARD_NOTHING;
		if (byte == KEYBOARD_END) {
			return KEYBOARD_END;
		}
		if (byte >= 0 && byte != '\n' && length < size - 1) {
			line[length++] = (char)byte;
		}
	}
	line[length] = '\0';
	return length;
}

void keyboard_close(struct keyboard *keyboard)
{
	if (!keyboard->is_open) {
		return;
	}
	if (keyboard->hears_keys) {
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &keyboard->was);
	}
	if (keyboard->signals >= 0) {
		close(keyboard->signals);
	}
	pthread_sigmask(SIG_SETMASK, &keyboard->held_back_before, NULL);
	keyboard->is_open = false;
}
