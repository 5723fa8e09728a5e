#include "io/spi.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/spi/spidev.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct spi_device {
	int fd;
	uint32_t clock_hz;
};

static int kernel_open(struct spi_device **device, const char *path, uint32_t clock_hz)
{
	struct spi_device *made = calloc(1, sizeof(*made));
	uint8_t mode = SPI_MODE_0;
	uint8_t bits = 8;
	int error = 0;

	if (made == NULL) {
		return -ENOMEM;
	}
	made->clock_hz = clock_hz;
	made->fd = open(path, O_RDWR | O_CLOEXEC);
	if (made->fd < 0) {
		error = -errno;
		goto free_device;
	}
	if (ioctl(made->fd, SPI_IOC_WR_MODE, &mode) != 0 ||
	    ioctl(made->fd, SPI_IOC_WR_BITS_PER_WORD, &bits) != 0 ||
	    ioctl(made->fd, SPI_IOC_WR_MAX_SPEED_HZ, &clock_hz) != 0) {
		error = -errno;
		goto close_fd;
	}
	*device = made;
	return 0;
close_fd:
	close(made->fd);
free_device:
	free(made);
	return error;
}

static int kernel_transfer(struct spi_device *device, int frames, uint8_t tx[][SPI_FRAME_BYTES],
			   uint8_t rx[][SPI_FRAME_BYTES])
{
	struct spi_ioc_transfer transfers[SPI_FRAMES_MAX];
	unsigned long request;

	if (frames < 1 || frames > SPI_FRAMES_MAX) {
		return -EINVAL;
	}
	memset(transfers, 0, sizeof(transfers));
	for (int i = 0; i < frames; i++) {
		transfers[i].tx_buf = (uintptr_t)tx[i];
		transfers[i].rx_buf = (uintptr_t)rx[i];
		transfers[i].len = SPI_FRAME_BYTES;
		transfers[i].speed_hz = device->clock_hz;
		transfers[i].cs_change = i < frames - 1;
	}
	/* SPI_IOC_MESSAGE(frames), whose macro makes an array of them */
	request = _IOC(_IOC_WRITE, SPI_IOC_MAGIC, 0, (unsigned)frames * sizeof(transfers[0]));
	return ioctl(device->fd, request, transfers) >= 0 ? 0 : -errno;
}

static void kernel_close(struct spi_device *device)
{
	if (device != NULL) {
		close(device->fd);
		free(device);
	}
}

const struct spi_ops spi_kernel = {
	.name = "spidev",
	.open = kernel_open,
	.transfer = kernel_transfer,
	.close = kernel_close,
};
