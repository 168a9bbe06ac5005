"""The networks of `candor-bench` in PyTorch: same sizes, same number type, same optimizer."""

import torch
from torch import nn
from torch.nn import functional as F


class ConcreteDropout(nn.Module):
    """A mask for each element whose rate is learned (Gal, Hron & Kendall 2017)."""

    def __init__(self, inputs, length_scale=0.1, examples=90_000, rate=0.1, temperature=0.1):
        super().__init__()
        self.logit = nn.Parameter(torch.logit(torch.tensor(rate)))
        self.inputs, self.temperature = inputs, temperature
        self.weight_coefficient = length_scale**2 / (2 * examples)
        self.entropy_coefficient = 1 / examples

    def forward(self, x):
        u = torch.empty_like(x).uniform_(1e-7, 1 - 1e-7)
        dropped = torch.sigmoid((self.logit + torch.logit(u)) / self.temperature)
        return x * ((1 - dropped) * (1 + self.logit.exp()))

    def penalty(self, weight):
        entropy = F.binary_cross_entropy_with_logits(self.logit, torch.sigmoid(self.logit))
        squares = weight.square().sum() * (1 + self.logit.exp())
        return self.weight_coefficient * squares - self.entropy_coefficient * self.inputs * entropy


class Block(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.norm = nn.BatchNorm1d(features, momentum=0.01)
        self.dropout = ConcreteDropout(features)
        self.lstm = nn.LSTM(features, features)

    def forward(self, x):
        x = self.norm(x.flatten(0, 1)).view_as(x)
        return self.lstm(self.dropout(x) if self.training else x)[0]


class Pooled(nn.Module):
    """The paper's grapheme-to-phoneme network."""

    def __init__(self, rows, steps=16, features=100, graphemes=30, phones=42):
        super().__init__()
        self.embedding = nn.Embedding(graphemes, features)
        self.encoder = nn.ModuleList(Block(features) for _ in range(3))
        self.decoder = nn.ModuleList(Block(features) for _ in range(2))
        self.output = nn.Linear(features, phones)
        self.source = torch.randint(1, graphemes, (steps, rows))
        self.target = torch.randint(1, phones, (steps, rows))

    def forward(self):
        x = self.embedding(self.source)
        for block in self.encoder:
            x = block(x)
        x = x.mean(0, keepdim=True).expand_as(x)
        for block in self.decoder:
            x = block(x)
        return self.output(x)

    def loss(self):
        logits = self().flatten(0, 1)
        loss = F.cross_entropy(logits, self.target.flatten(), reduction="sum")
        penalties = [b.dropout.penalty(b.lstm.weight_ih_l0) for b in [*self.encoder, *self.decoder]]
        return loss / self.target.shape[1] + sum(penalties)


class Sentences(nn.Module):
    def __init__(self, rows=64, steps=40, words=16_000, features=100, hidden=256, classes=5):
        super().__init__()
        self.embedding = nn.Embedding(words, features)
        self.lstm = nn.LSTM(features, hidden)
        self.output = nn.Linear(hidden, classes)
        self.words = torch.randint(1, words, (steps, rows))
        self.labels = torch.randint(0, classes, (rows,))

    def forward(self):
        return self.output(self.lstm(self.embedding(self.words))[1][0][0])

    def loss(self):
        return F.cross_entropy(self(), self.labels)


class Attention(nn.Module):
    """Two bidirectional LSTMs; reader LSTM, global attention, writer LSTM, output network."""

    def __init__(self, rows=128, steps=16, embedding=256, hidden=256, width=512, symbols=72):
        super().__init__()
        encoded = 2 * hidden
        self.source_embedding = nn.Embedding(30, embedding)
        self.target_embedding = nn.Embedding(symbols, embedding)
        self.encoder = nn.LSTM(embedding, hidden, num_layers=2, bidirectional=True)
        self.keys = nn.Linear(encoded, width)
        self.bridge = nn.Linear(encoded, 2 * width)
        self.reader = nn.LSTM(embedding, width)
        self.writer = nn.LSTM(width + encoded, width)
        self.combination = nn.Linear(width + encoded, width)
        self.output = nn.Linear(width, symbols)
        self.source = torch.randint(1, 30, (steps, rows))
        self.previous = torch.randint(1, symbols, (steps, rows))
        self.target = torch.randint(1, symbols, (steps, rows))

    def forward(self):
        values, (last, _) = self.encoder(self.source_embedding(self.source))
        state = torch.tanh(self.bridge(torch.cat([last[2], last[3]], 1))).chunk(2, 1)
        read, _ = self.reader(
            self.target_embedding(self.previous), tuple(s[None].contiguous() for s in state))
        context = F.scaled_dot_product_attention(
            read.transpose(0, 1), self.keys(values).transpose(0, 1), values.transpose(0, 1))
        context = context.transpose(0, 1)
        written, _ = self.writer(torch.cat([read, context], 2))
        return self.output(torch.tanh(self.combination(torch.cat([written, context], 2))))

    def loss(self):
        logits = self().flatten(0, 1)
        loss = F.cross_entropy(logits, self.target.flatten(), reduction="sum")
        return loss / self.target.shape[1]


class Perceptron(nn.Module):
    def __init__(self, rows=128, sizes=(784, 512, 512, 512, 10)):
        super().__init__()
        layers = []
        for inputs, outputs in zip(sizes, sizes[1:]):
            layers += [nn.Linear(inputs, outputs), nn.ReLU()]
        self.layers = nn.Sequential(*layers[:-1])
        self.images = torch.rand(rows, sizes[0]) * 2 - 1
        self.labels = torch.randint(0, 10, (rows,))

    def forward(self):
        return self.layers(self.images)

    def loss(self):
        return F.cross_entropy(self(), self.labels)


class Convolutional(nn.Module):
    """Pairs of convolutions, a maximum between them, the mean of what is left."""

    def __init__(self, rows=32, side=32, channels=(64, 128)):
        super().__init__()
        layers = []
        for inputs, outputs in zip((3, *channels), channels):
            layers += [nn.MaxPool2d(2)] if layers else []
            for before in (inputs, outputs):
                layers += [nn.Conv2d(before, outputs, 3, padding=1), nn.ReLU()]
        self.layers = nn.Sequential(*layers)
        self.output = nn.Linear(channels[-1], 10)
        self.images = torch.rand(rows, 3, side, side) * 2 - 1
        self.labels = torch.randint(0, 10, (rows,))

    def forward(self):
        return self.output(self.layers(self.images).mean((2, 3)))

    def loss(self):
        return F.cross_entropy(self(), self.labels)


class DenseLayer(nn.Sequential):
    def __init__(self, inputs, outputs, kernel=3):
        super().__init__(
            nn.BatchNorm2d(inputs), nn.ReLU(inplace=True), nn.Dropout2d(0.2),
            nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2))


class DenseBlock(nn.Module):
    def __init__(self, inputs, layers, growth, with_input):
        super().__init__()
        self.layers = nn.ModuleList(DenseLayer(inputs + i * growth, growth) for i in range(layers))
        self.with_input = with_input

    def forward(self, x):
        added = []
        for i, layer in enumerate(self.layers):
            added.append(layer(x))
            if self.with_input or i + 1 < len(self.layers):
                x = torch.cat([x, added[-1]], 1)
        return x if self.with_input else torch.cat(added, 1)


class Segmentation(nn.Module):
    """FC-DenseNet56 (Jegou et al. 2017)."""

    def __init__(self, rows=2, side=96, layers=4, levels=5, growth=12, first=48, classes=11):
        super().__init__()
        self.first = nn.Conv2d(3, first, 3, padding=1)
        channels, skipped, added = first, [], layers * growth
        self.down, self.shrinkings = nn.ModuleList(), nn.ModuleList()
        for _ in range(levels):
            self.down.append(DenseBlock(channels, layers, growth, True))
            channels += added
            skipped.append(channels)
            self.shrinkings.append(nn.Sequential(DenseLayer(channels, channels, 1), nn.MaxPool2d(2)))
        self.bottleneck = DenseBlock(channels, layers, growth, False)
        self.enlargements, self.up = nn.ModuleList(), nn.ModuleList()
        for level in range(levels):
            self.enlargements.append(nn.ConvTranspose2d(added, added, 3, stride=2))
            channels = added + skipped.pop()
            self.up.append(DenseBlock(channels, layers, growth, level + 1 == levels))
        self.last = nn.Conv2d(channels + added, classes, 1)
        self.images = torch.rand(rows, 3, side, side) * 2 - 1
        self.labels = torch.randint(0, classes, (rows, side, side))

    def forward(self):
        x, skipped = self.first(self.images), []
        for block, shrinking in zip(self.down, self.shrinkings):
            x = block(x)
            skipped.append(x)
            x = shrinking(x)
        x = self.bottleneck(x)
        for enlargement, block in zip(self.enlargements, self.up):
            skip = skipped.pop()
            x = enlargement(x)[:, :, : skip.shape[2], : skip.shape[3]]
            x = block(torch.cat([x, skip], 1))
        return self.last(x)

    def loss(self):
        return F.cross_entropy(self(), self.labels)


def channels_last(network):
    """The other layout, which may be the faster one."""
    network.images = network.images.to(memory_format=torch.channels_last)
    return network.to(memory_format=torch.channels_last)


class Step(nn.Module):
    """One step of one sequence."""

    def __init__(self, cell, width=512):
        super().__init__()
        self.is_cell = cell
        self.lstm = (nn.LSTMCell if cell else nn.LSTM)(width, width)
        self.x = torch.rand(1, width) if cell else torch.rand(1, 1, width)
        zeros = torch.zeros(1, width) if cell else torch.zeros(1, 1, width)
        self.state = (zeros, zeros)

    def forward(self):
        result = self.lstm(self.x, self.state)
        self.state = result if self.is_cell else result[1]


def training(network, bfloat16=False):
    network.train()
    # One kernel over all parameters: the fastest that there is.
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, fused=True)

    def step():
        optimizer.zero_grad(set_to_none=True)
        # Mixed precision as PyTorch does it: products in bfloat16, weights and their updates in float32.
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
            loss = network.loss()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5)
        optimizer.step()

    return step


def inference(network):
    network.eval()

    def forward():
        with torch.inference_mode():
            network()

    return forward


# The name in candor-bench, the name shown, what makes it.
CASES = [
    ("train g2p 64", None, lambda: training(Pooled(64))),
    ("train g2p 256", None, lambda: training(Pooled(256))),
    ("train sst", None, lambda: training(Sentences())),
    ("train seq2seq", None, lambda: training(Attention())),
    ("train mlp", None, lambda: training(Perceptron())),
    ("train g2p 64 bfloat16", None, lambda: training(Pooled(64), bfloat16=True)),
    ("train g2p 256 bfloat16", None, lambda: training(Pooled(256), bfloat16=True)),
    ("train sst bfloat16", None, lambda: training(Sentences(), bfloat16=True)),
    ("train seq2seq bfloat16", None, lambda: training(Attention(), bfloat16=True)),
    ("train mlp bfloat16", None, lambda: training(Perceptron(), bfloat16=True)),
    ("infer g2p 64", None, lambda: inference(Pooled(64))),
    ("infer g2p 256", None, lambda: inference(Pooled(256))),
    ("infer sst", None, lambda: inference(Sentences())),
    ("infer seq2seq", None, lambda: inference(Attention())),
    ("infer mlp", None, lambda: inference(Perceptron())),
    ("train cnn", None, lambda: training(Convolutional())),
    ("train cnn", "channels last", lambda: training(channels_last(Convolutional()))),
    ("infer cnn", None, lambda: inference(Convolutional())),
    ("infer cnn", "channels last", lambda: inference(channels_last(Convolutional()))),
    ("train densenet", None, lambda: training(Segmentation())),
    ("train densenet", "channels last", lambda: training(channels_last(Segmentation()))),
    ("infer densenet", None, lambda: inference(Segmentation())),
    ("infer densenet", "channels last", lambda: inference(channels_last(Segmentation()))),
    ("infer lstm step", "LSTMCell", lambda: inference(Step(cell=True))),
    ("infer lstm step", "nn.LSTM", lambda: inference(Step(cell=False))),
    # Ours rounds to bytes, as the g2p command does; PyTorch's is in single precision.
    ("infer lstm step in bytes", "LSTMCell", lambda: inference(Step(cell=True))),
    ("infer lstm step in bytes", "nn.LSTM", lambda: inference(Step(cell=False))),
]
